import { LogOut, RefreshCw, Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { addMessages, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { report } from '../offline/phone.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { leave } from './leave.ts'
import { meMessages } from './me.messages.ts'

addMessages(meMessages)
const ASK_MS = 5_000

/** A new phone, until the old one or a manager has confirmed it: it shows nothing else. */
export default function Waiting() {
  const t = useT()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const timer = setInterval(() => void report(), ASK_MS)
    return () => clearInterval(timer)
  }, [])
  const ask = async () => {
    setBusy(true)
    await report()
    setBusy(false)
  }
  return (
    <main className="phone-waiting">
      <Empty
        icon={Smartphone}
        title={t('phone.waiting')}
        action={
          <BigButton icon={RefreshCw} busy={busy} onPress={() => void ask()}>
            {t('phone.waiting.ask')}
          </BigButton>
        }
      >
        {t('phone.waiting.body')}
      </Empty>
      <BigButton look="plain" icon={LogOut} onPress={() => void leave(t)}>
        {t('shell.signOut')}
      </BigButton>
    </main>
  )
}
