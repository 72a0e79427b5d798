// The parts of every form at the door.
import { type FormEvent, type ReactNode, useState } from 'react'
import { addMessages } from './i18n.ts'
import { problemSentence } from './problem.ts'
import { signInScreenMessages } from './signIn.messages.ts'
import { Refusal } from './ui/Refusal.tsx'
import './door.css'

addMessages(signInScreenMessages)

type FieldProps = {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'password' | 'tel'
  complete?: string
  numeric?: boolean
}

export function DoorField({ id, label, value, onChange, type = 'text', complete = 'off', numeric }: FieldProps) {
  return (
    <label htmlFor={id}>
      <span>{label}</span>
      <input
        id={id}
        name={id}
        type={type}
        autoComplete={complete}
        autoCapitalize="none"
        inputMode={numeric ? 'numeric' : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

/** One act: the refusal stands above the fields, what was typed stays. */
export function DoorForm({ go, act, children }: { go: string; act: () => Promise<void>; children: ReactNode }) {
  const [refused, refuse] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    refuse(null)
    await act().catch((error: unknown) => refuse(problemSentence(error)))
    setBusy(false)
  }
  return (
    <form className="door" onSubmit={submit} noValidate>
      {refused ? <Refusal tone="bad">{refused}</Refusal> : null}
      {children}
      <button type="submit" className="door-go" aria-busy={busy}>
        {go}
      </button>
    </form>
  )
}
