import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useT } from '#shared/i18n.ts'

type Props = { title: ReactNode; onClose: () => void; children: ReactNode }

/** Sheet from below for one thing to fill in or choose. A native dialog: focus stays inside and comes back. */
export function Sheet({ title, onClose, children }: Props) {
  const t = useT()
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={box}
      className="sheet"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="sheet-inside">
        <header>
          <h2>{title}</h2>
          <button type="button" aria-label={t('ui.close')} onClick={onClose}>
            <X size={22} strokeWidth={1.75} />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
