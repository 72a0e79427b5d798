import { Alert } from 'antd'
import { useT } from '#shared/i18n.ts'

/** Passwords of members who were just made: shown once, to be handed on. */
export function FirstPasswords({ items }: { items: { name: string; username: string; password: string }[] | null | undefined }) {
  const t = useT()
  if (!items?.length) return null
  return (
    <Alert
      type="info"
      title={t('org.sheet.passwords')}
      description={
        <table className="lines text">
          <tbody>
            {items.map((one) => (
              <tr key={one.username}>
                <td className="where">
                  {one.name} <small>{one.username}</small>
                </td>
                <td>
                  <code data-raw>{one.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
