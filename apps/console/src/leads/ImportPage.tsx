import { useNavigate } from '@tanstack/react-router'
import { Button, Select, Steps, Table, Upload } from 'antd'
import { FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import type { importFields as contractFields } from '#modules/leads/intake.contract.ts'
import { api } from '#shared/api.ts'
import { inForm, useCustomFields } from '#shared/customFields.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { fillOf } from '#shared/words.ts'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { importMessages } from './import.messages.ts'
import { leadScreenMessages } from './leads.messages.ts'

addMessages(leadScreenMessages, importMessages)

type ContractField = (typeof contractFields)[number]
/** As the contract names them; its own list would bring the whole schema library into the browser. */
const importFields = [
  'company',
  'contactName',
  'contactTitle',
  'phone',
  'email',
  'usci',
  'address',
  'province',
  'city',
  'industry',
  'capital',
  'staff',
  'legalPerson',
  'businessScope',
  'need',
  'productLine',
  'externalId',
  'channel',
  'lat',
  'lng',
  'datum',
] as const satisfies readonly ContractField[]

type Result = Awaited<ReturnType<typeof api.leads.importLeads>>
const TONE = { created: 'ok', merged: 'pri', duplicate: 'plain', review: 'warn', rejected: 'bad' } as const

/** File → columns → what would become of each row → in. Nothing is written before the last button. */
export default function ImportPage() {
  const t = useT()
  const go = useNavigate()
  const [file, setFile] = useState<File | null>(null)
  const [mapping, setMapping] = useState<Record<string, string>>({})
  const [step, setStep] = useState(0)
  const [result, setResult] = useState<Result | null>(null)
  const dry = useAct(
    (input: { file: File; mapping?: Record<string, string> }) =>
      api.leads.importLeads({ file: input.file, commit: false, mapping: input.mapping ? JSON.stringify(input.mapping) : undefined }),
    (answer, input) => {
      setResult(answer)
      setMapping(answer.mapping)
      setStep(input.mapping ? 2 : 1)
    },
  )
  const write = useAct(
    (input: { file: File }) => api.leads.importLeads({ file: input.file, commit: true, mapping: JSON.stringify(mapping) }),
    (answer) => {
      setResult(answer)
      setStep(3)
    },
  )
  return (
    <Page title={t('import.title')} sentence={t('import.sentence')}>
      <div className="wizard">
        <Steps
          orientation="vertical"
          current={step}
          items={['file', 'columns', 'dry', 'done'].map((key) => ({ title: t(`import.step.${key}`) }))}
        />
        <div className="stack">
          {dry.refusal}
          {write.refusal}
          {step === 0 ? (
            <Upload.Dragger
              accept=".csv,.txt,.tsv"
              showUploadList={false}
              beforeUpload={(chosen) => {
                setFile(chosen)
                dry.run({ file: chosen })
                return false
              }}
            >
              <FileSpreadsheet size={32} strokeWidth={1.5} aria-hidden="true" />
              <p>
                <b>{t('import.drop')}</b>
              </p>
              <p className="quiet">{t('import.drop.hint')}</p>
            </Upload.Dragger>
          ) : null}
          {step === 1 && result ? (
            <Card title={t('import.columns')} note={`${file?.name} · ${result.encoding}`}>
              <Mapping result={result} mapping={mapping} onChange={setMapping} />
              <div className="acts">
                <Button onClick={() => setStep(0)}>{t('import.back')}</Button>
                <Button type="primary" loading={dry.busy} disabled={!mapping.company} onClick={() => file && dry.run({ file, mapping })}>
                  {t('import.check')}
                </Button>
              </div>
            </Card>
          ) : null}
          {step >= 2 && result ? <Fates result={result} /> : null}
          {step === 2 && result && file ? (
            <div className="acts">
              <Button onClick={() => setStep(1)}>{t('import.back')}</Button>
              <Button
                type="primary"
                loading={write.busy}
                disabled={result.rows.length === result.counts.rejected + result.counts.duplicate}
                onClick={() => write.run({ file })}
              >
                {t('import.write', { n: result.counts.created + result.counts.merged + result.counts.review })}
              </Button>
            </div>
          ) : null}
          {step === 3 ? (
            <div className="acts">
              <Button type="primary" onClick={() => void go({ to: '/leads' })}>
                {t('import.toLeads')}
              </Button>
            </div>
          ) : null}
        </div>
      </div>
    </Page>
  )
}

function Mapping({
  result,
  mapping,
  onChange,
}: {
  result: Result
  mapping: Record<string, string>
  onChange: (next: Record<string, string>) => void
}) {
  const t = useT()
  const language = useLanguage()
  const own = useCustomFields('lead').filter((field) => !field.retired && field.type !== 'file')
  const columns = [
    ...importFields.map((field) => ({ field: field as string, label: t(`import.field.${field}`) })),
    ...own.map((field) => ({ field: inForm(field.key), label: field[language] })),
  ]
  return (
    <div className="mapping">
      {columns.map(({ field, label }) => (
        <div key={field} className="field">
          <span>
            {label}
            {field === 'company' ? <i> *</i> : null}
          </span>
          <Select
            allowClear
            value={mapping[field]}
            aria-label={label}
            placeholder={t('import.none')}
            options={result.headings.map((value) => ({ value, label: value }))}
            onChange={(value?: string) => {
              const { [field]: _, ...rest } = mapping
              onChange(value ? { ...rest, [field]: value } : rest)
            }}
          />
        </div>
      ))}
    </div>
  )
}

function Fates({ result }: { result: Result }) {
  const t = useT()
  const f = useFormats()
  const kinds = ['created', 'merged', 'duplicate', 'review', 'rejected'] as const
  return (
    <Card
      title={t(result.committed ? 'import.result' : 'import.preview')}
      extra={
        <div className="chips">
          {kinds
            .filter((kind) => result.counts[kind] > 0)
            .map((kind) => (
              <Chip key={kind} tone={TONE[kind]}>
                {t(`import.fate.${kind}`)} {result.counts[kind]}
              </Chip>
            ))}
        </div>
      }
      flush
    >
      <Table
        size="small"
        rowKey="line"
        pagination={result.rows.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        dataSource={result.rows}
        columns={[
          { title: t('import.line'), dataIndex: 'line', width: 64, align: 'right' },
          { title: t('leads.col.company'), render: (_, row) => row.company ?? '—' },
          { title: t('leads.col.grade'), width: 64, render: (_, row) => (row.grade ? <Grade grade={row.grade} /> : '—') },
          { title: t('import.fate'), width: 110, render: (_, row) => <Chip tone={TONE[row.fate]}>{t(`import.fate.${row.fate}`)}</Chip> },
          {
            title: t('import.why'),
            render: (_, row) => (row.reason ? t(row.reason.code, fillOf(row.reason.params, f)) : (row.ownerName ?? '')),
          },
        ]}
      />
    </Card>
  )
}
