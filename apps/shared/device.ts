// The phone app says with every request which phone it is; the server may answer that this phone is revoked, or still waits.
type Told = 'revoked' | 'waiting'
/** `tenants`: the companies that revoked it. */
type Tell = (told: Told, tenants: string[]) => void

let key: string | null = null
let tell: Tell | undefined

/** The phone app calls it before anything is sent; the console never does. */
export function startDevice(deviceKey: string, told: Tell): void {
  key = deviceKey
  tell = told
}

export const deviceHeader = (): Record<string, string> => (key ? { 'x-device-key': key } : {})

/** Every refusal passes here: the two that concern the phone itself are acted upon whatever was asked. */
export function hearDevice(code: string | undefined, params: Record<string, string | number> = {}): void {
  if (code === 'device.revoked') tell?.('revoked', String(params.tenants ?? '').split(' '))
  else if (code === 'device.waiting') tell?.('waiting', [])
}
