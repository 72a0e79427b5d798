import { Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { useT } from '#shared/i18n.ts'
import type { Act } from './useAct.tsx'

export type Field = {
  name: string
  label: string
  /** money is typed in yuan and handed over in fen */
  kind?: 'text' | 'area' | 'money' | 'day' | 'choice' | 'choices' | 'number' | 'switch' | 'password'
  required?: boolean
  /** required while this holds for what is typed so far */
  requiredWhen?: (values: Values) => boolean
  /** a control of its own, instead of one by kind; it gets value and onChange */
  control?: ReactElement
  options?: { value: string; label: ReactNode }[]
  hint?: ReactNode
  placeholder?: string
  min?: number
  max?: number
  suffix?: string
  /** shown only while this holds for what is typed so far */
  when?: (values: Values) => boolean
}
// biome-ignore lint/suspicious/noExplicitAny: a form's values are checked by the contract when they are sent
export type Values = Record<string, any>

type Props = {
  open: boolean
  title: ReactNode
  hint?: ReactNode
  fields: Field[]
  initial?: Values
  /** names the result */
  button: string | ((values: Values) => string)
  danger?: boolean
  act: Pick<Act<never>, 'busy' | 'refusal'>
  onSave: (values: Values) => void
  onClose: () => void
  children?: (values: Values) => ReactNode
  width?: number
}

/** A dialog with a few fields and one button that names the result. What was typed stays when the server refuses. */
export function FormModal(props: Props) {
  const { open, title, hint, fields, initial, button, danger, act, onSave, onClose, children, width } = props
  const [form] = Form.useForm<Values>()
  const values = Form.useWatch([], { form, preserve: true }) ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening starts anew
  useEffect(() => {
    if (open) {
      form.resetFields()
      form.setFieldsValue(typed(fields, initial ?? {}))
    }
  }, [open])
  const sent = handed(fields, values)
  return (
    <Modal
      open={open}
      title={title}
      width={width ?? 520}
      onCancel={onClose}
      destroyOnHidden
      okText={typeof button === 'string' ? button : button(sent)}
      okButtonProps={{ danger, loading: act.busy }}
      onOk={() => form.submit()}
      mask={{ closable: false }}
    >
      {hint ? <p className="form-hint">{hint}</p> : null}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(all: Values) => onSave(handed(fields, all))} preserve={false}>
        <Fields fields={fields} values={sent} />
      </Form>
      {children?.(sent)}
      {act.refusal}
    </Modal>
  )
}

/** The fields alone, for a form that stands in a page. */
export function Fields({ fields, values }: { fields: Field[]; values: Values }) {
  const t = useT()
  return (
    <>
      {fields.map((field) =>
        field.when && !field.when(values) ? null : (
          <Form.Item
            key={field.name}
            name={field.name}
            label={field.label}
            extra={field.hint}
            valuePropName={field.kind === 'switch' ? 'checked' : 'value'}
            rules={
              field.required || field.requiredWhen?.(values)
                ? [{ required: true, message: t('console.form.missing', { label: field.label }) }]
                : []
            }
          >
            {field.control ?? control(field)}
          </Form.Item>
        ),
      )}
    </>
  )
}

function control(field: Field) {
  switch (field.kind) {
    case 'area':
      return <Input.TextArea rows={3} placeholder={field.placeholder} />
    case 'money':
      return (
        <InputNumber<number>
          prefix="¥"
          min={field.min ?? 0}
          precision={2}
          style={{ width: '100%' }}
          controls={false}
          placeholder={field.placeholder}
        />
      )
    case 'number':
      return <InputNumber<number> min={field.min} max={field.max} suffix={field.suffix} style={{ width: '100%' }} />
    case 'day':
      return <Input type="date" />
    case 'choice':
      return (
        <Select
          options={field.options}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={!field.required}
          placeholder={field.placeholder}
        />
      )
    case 'choices':
      return <Select mode="multiple" options={field.options} showSearch={{ optionFilterProp: 'label' }} placeholder={field.placeholder} />
    case 'switch':
      return <Switch />
    case 'password':
      return <Input.Password autoComplete="off" />
    default:
      return <Input placeholder={field.placeholder} />
  }
}

function typed(fields: Field[], values: Values): Values {
  const out: Values = {}
  for (const { name, kind } of fields) out[name] = kind === 'money' && typeof values[name] === 'number' ? values[name] / 100 : values[name]
  return out
}

/** What was typed as the contract wants it: fen for yuan, nothing for an empty field. */
export function handed(fields: Field[], values: Values): Values {
  const out: Values = {}
  for (const { name, kind } of fields) {
    const value = values[name]
    if (value === undefined || value === null || value === '') continue
    out[name] = kind === 'money' ? Math.round(value * 100) : value
  }
  return out
}
