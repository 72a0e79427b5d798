import { Alert, Button, Upload } from 'antd'
import { FileDown, FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { fillOf } from '#shared/words.ts'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

type Result = Awaited<ReturnType<typeof api.organization.importOrganization>>
const TONE = { create: 'ok', change: 'pri', same: 'plain' } as const

/** A workbook: first what each row would do, then in. */
export function ImportOrg() {
  const t = useT()
  const [file, setFile] = useState<File | null>(null)
  const [result, setResult] = useState<Result | null>(null)
  const look = useAct((chosen: File) => api.organization.importOrganization({ file: chosen, commit: false }), setResult)
  const write = useAct((chosen: File) => api.organization.importOrganization({ file: chosen, commit: true }), setResult)
  const rows = result ? [...result.departments, ...result.members] : []
  const acts = rows.filter((one) => one.fate !== 'same').length
  return (
    <div className="stack">
      <div className="acts">
        <Button icon={<FileDown size={16} strokeWidth={1.75} />} href="/api/v1/organization/sheet" target="_blank">
          {t('org.sheet.download')}
        </Button>
      </div>
      <Upload.Dragger
        accept=".xlsx"
        showUploadList={false}
        beforeUpload={(chosen) => {
          setFile(chosen)
          setResult(null)
          look.run(chosen)
          return false
        }}
      >
        <FileSpreadsheet size={32} strokeWidth={1.5} aria-hidden="true" />
        <p>
          <b>{t('org.sheet.drop')}</b>
        </p>
        <p className="quiet">{t('org.sheet.hint')}</p>
      </Upload.Dragger>
      {look.refusal}
      {write.refusal}
      {result ? <Outcome result={result} name={file?.name ?? ''} /> : null}
      {result && !result.committed && result.faults.length === 0 ? (
        <div className="acts">
          <Button type="primary" disabled={acts === 0} loading={write.busy} onClick={() => file && write.run(file)}>
            {t(acts === 0 ? 'org.sheet.same' : 'org.sheet.write', { n: acts })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Outcome({ result, name }: { result: Result; name: string }) {
  const t = useT()
  const f = useFormats()
  const rows = [
    ...result.departments.map((one) => ({ ...one, sheet: 'departments' as const, about: '' })),
    ...result.members.map((one) => ({ ...one, sheet: 'members' as const, about: one.username })),
  ].sort((a, b) => Number(a.fate === 'same') - Number(b.fate === 'same'))
  const bad = new Set(result.faults.map((one) => `${one.sheet} ${one.row}`))
  return (
    <>
      {result.passwords?.length ? (
        <Alert
          type="info"
          title={t('org.sheet.passwords')}
          description={
            <table className="lines text">
              <tbody>
                {result.passwords.map((one) => (
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
      ) : null}
      {bad.size > 0 ? (
        <Card title={t('org.sheet.faults', { n: result.faults.length })} flush>
          <table className="lines text">
            <tbody>
              {result.faults.map((fault) => (
                <tr key={`${fault.sheet} ${fault.row} ${fault.code}`} data-tone="bad">
                  <td className="where">
                    {t(`org.sheet.${fault.sheet}`)} {t('org.sheet.row', { n: fault.row })}
                  </td>
                  <td>{t(fault.code, fillOf(fault.params, f))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
      <Card title={t(result.committed ? 'org.sheet.done' : 'org.sheet.preview')} note={name} flush>
        <div className="wide">
          <table className="lines text">
            <tbody>
              {rows.slice(0, 300).map((one) => (
                <tr key={`${one.sheet} ${one.row}`}>
                  <td className="where">
                    {t(`org.sheet.${one.sheet}`)} {t('org.sheet.row', { n: one.row })}
                  </td>
                  <td>
                    {one.name} <small>{one.about}</small>
                  </td>
                  <td>
                    {bad.has(`${one.sheet} ${one.row}`) ? (
                      <Chip tone="bad">{t('org.sheet.fate.bad')}</Chip>
                    ) : (
                      <Chip tone={TONE[one.fate]}>{t(`org.sheet.fate.${one.fate}`)}</Chip>
                    )}
                  </td>
                  <td>{'changed' in one ? f.list(one.changed.map((field) => t(`org.sheet.field.${field}`))) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </>
  )
}
