import { type PointerEvent, useRef, useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Form, type Values } from '../shell/Form.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { ContractDetail } from './ContractPage.tsx'

type Props = { data: ContractDetail; party: 'seller' | 'buyer'; onClose: () => void }

/** One party signs on this screen: the code read out and typed, the name written by hand. */
export function SignSheet({ data, party, onClose }: Props) {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const pad = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState(false)
  const [empty, setEmpty] = useState(false)
  const code = useAct(
    () => api.contracts.signingCode({ id: data.id, party }),
    (made) => setMade(made),
  )
  const [made, setMade] = useState<{ way: 'screen' | 'sms'; code: string | null } | null>(null)
  const sign = useAct((values: Values) => {
    const image = pad.current?.toDataURL('image/png') ?? ''
    return api.contracts.sign({
      id: data.id,
      party,
      signerName: values.signerName as string,
      signerTitle: values.signerTitle as string | undefined,
      code: values.code as string,
      image,
    })
  }, onClose)
  const buyer = data.customer.contacts.find((one) => one.role === 'decision_maker') ?? data.customer.contacts[0]
  return (
    <Sheet title={`${t(`sign.party.${party}`)} ${t('sign.title')}`} onClose={onClose}>
      <div className="card-foot sign-what">
        <div>
          <b>{f.money(data.amountFen)}</b> {data.title}
          <br />
          {data.number}
        </div>
        <a className="plain-link" href={`/api/v1/contracts/${data.id}/document`} target="_blank" rel="noreferrer">
          {t('deed.pdf')}
        </a>
      </div>
      {made ? (
        <>
          {made.code ? <p className="code-shown">{made.code}</p> : null}
          <p className="quiet">{t(`sign.code.${made.way}`)}</p>
        </>
      ) : (
        <>
          {code.refusal}
          <BigButton look="plain" busy={code.busy} onPress={() => code.run(undefined)}>
            {t('sign.code.get')}
          </BigButton>
        </>
      )}
      <Form
        fields={[
          { name: 'signerName', label: t('sign.name'), required: true },
          { name: 'signerTitle', label: t('sign.position') },
          { name: 'code', label: t('sign.code'), required: true },
        ]}
        initial={
          party === 'seller'
            ? { signerName: me?.name, signerTitle: me?.title }
            : { signerName: buyer?.name, signerTitle: buyer?.title ?? undefined }
        }
        button={t('sign.do', { sum: f.moneyShort(data.amountFen) })}
        act={sign}
        onSave={(values) => (drawn ? sign.run(values) : setEmpty(true))}
      >
        <SignPad
          pad={pad}
          onDrawn={(now) => {
            setDrawn(now)
            if (now) setEmpty(false)
          }}
        />
        {empty ? <Refusal>{t('sign.empty')}</Refusal> : null}
      </Form>
    </Sheet>
  )
}

/** A frame to write in by finger; what is written is the picture that is kept. */
function SignPad({ pad, onDrawn }: { pad: React.RefObject<HTMLCanvasElement | null>; onDrawn: (drawn: boolean) => void }) {
  const t = useT()
  const last = useRef<{ x: number; y: number } | null>(null)
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const { width, height } = event.currentTarget
    return { x: ((event.clientX - box.left) / box.width) * width, y: ((event.clientY - box.top) / box.height) * height }
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const from = last.current
    const paper = event.currentTarget.getContext('2d')
    if (!from || !paper) return
    const to = at(event)
    paper.lineWidth = 4
    paper.lineCap = 'round'
    paper.strokeStyle = '#141821'
    paper.beginPath()
    paper.moveTo(from.x, from.y)
    paper.lineTo(to.x, to.y)
    paper.stroke()
    last.current = to
    onDrawn(true)
  }
  const clear = () => {
    const canvas = pad.current
    canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
    onDrawn(false)
  }
  return (
    <div className="phone-field">
      <span className="sign-head">
        <span className="quiet">{t('sign.pad')}</span>
        <button type="button" className="plain-link" onClick={clear}>
          {t('sign.clear')}
        </button>
      </span>
      <canvas
        ref={pad}
        className="sign-pad"
        width={720}
        height={360}
        role="img"
        aria-label={t('sign.pad')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          last.current = at(event)
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          last.current = null
        }}
      />
    </div>
  )
}
