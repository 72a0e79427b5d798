import { Alert, Button, Form, Input, Modal } from 'antd'
import { type PointerEvent, useRef, useState } from 'react'
import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { useAct } from '../shell/useAct.tsx'

type Party = 'seller' | 'buyer'
type Props = { contractId: string; party: Party; signer?: { name: string; title: string | null }; onClose: () => void }

/** One party signs on this screen: name, one-time code, signature drawn in the box. */
export function SignModal({ contractId, party, signer, onClose }: Props) {
  const t = useT()
  const me = useMe()
  const [form] = Form.useForm<{ signerName: string; signerTitle?: string; code: string }>()
  const [image, setImage] = useState<string | null>(null)
  const [code, setCode] = useState<{ way: 'screen' | 'sms'; code: string | null } | null>(null)
  const ask = useAct(
    () => api.contracts.signingCode({ id: contractId, party }),
    (made) => setCode(made),
  )
  const sign = useAct(
    (values: { signerName: string; signerTitle?: string; code: string }) =>
      api.contracts.sign({
        id: contractId,
        party,
        signerName: values.signerName,
        signerTitle: values.signerTitle,
        code: values.code,
        image: image ?? '',
      }),
    onClose,
  )
  return (
    <Modal
      open
      title={t(`con.sign.title.${party}`)}
      width={560}
      onCancel={onClose}
      okText={t('con.sign.button')}
      okButtonProps={{ loading: sign.busy, disabled: !image }}
      onOk={() => form.submit()}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          signerName: party === 'seller' ? me?.name : signer?.name,
          signerTitle: party === 'seller' ? me?.title : signer?.title,
        }}
        onFinish={(values) => sign.run(values)}
      >
        <div className="pair">
          <Form.Item
            name="signerName"
            label={t('con.sign.name')}
            rules={[{ required: true, message: t('console.form.missing', { label: t('con.sign.name') }) }]}
          >
            <Input />
          </Form.Item>
          <Form.Item name="signerTitle" label={t('con.sign.position')}>
            <Input />
          </Form.Item>
        </div>
        <div className="pair">
          <Form.Item
            name="code"
            label={t('con.sign.code')}
            rules={[{ required: true, message: t('console.form.missing', { label: t('con.sign.code') }) }]}
          >
            <Input
              inputMode="numeric"
              maxLength={6}
              suffix={
                <Button size="small" type="link" loading={ask.busy} onClick={() => ask.run(undefined)}>
                  {t('con.sign.getCode')}
                </Button>
              }
            />
          </Form.Item>
        </div>
      </Form>
      {code ? (
        <Alert type="info" showIcon={false} title={code.code ? t('con.sign.codeShown', { code: code.code }) : t('con.sign.codeSent')} />
      ) : null}
      {ask.refusal}
      <SignPad label={t('con.sign.draw')} clear={t('con.sign.clear')} onDraw={setImage} />
      {sign.refusal}
    </Modal>
  )
}

/** Draws with mouse, finger or pen; hands over a PNG as data URL, null when empty. */
function SignPad({ label, clear, onDraw }: { label: string; clear: string; onDraw: (image: string | null) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef(false)
  const at = (event: PointerEvent) => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect()
    const scale = (canvas.current as HTMLCanvasElement).width / box.width
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale] as const
  }
  const pen = () => canvas.current?.getContext('2d') as CanvasRenderingContext2D
  return (
    <div className="sign-pad">
      <header>
        <span>{label}</span>
        <Button
          size="small"
          type="text"
          onClick={() => {
            pen().clearRect(0, 0, 1024, 320)
            onDraw(null)
          }}
        >
          {clear}
        </Button>
      </header>
      <canvas
        ref={canvas}
        width={1024}
        height={320}
        aria-label={label}
        onPointerDown={(event) => {
          drawing.current = true
          canvas.current?.setPointerCapture(event.pointerId)
          const context = pen()
          context.lineWidth = 5
          context.lineCap = 'round'
          context.lineJoin = 'round'
          context.strokeStyle = '#141821'
          context.beginPath()
          context.moveTo(...at(event))
        }}
        onPointerMove={(event) => {
          if (!drawing.current) return
          pen().lineTo(...at(event))
          pen().stroke()
        }}
        onPointerUp={() => {
          drawing.current = false
          onDraw(canvas.current?.toDataURL('image/png') ?? null)
        }}
      />
    </div>
  )
}
