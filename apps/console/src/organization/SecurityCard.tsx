import { QRCode } from 'antd'
import { useT } from '#shared/i18n.ts'
import { SecondFactorDue, Security } from '#shared/Security.tsx'
import { Card } from '../shell/RecordPage.tsx'

const draw = (text: string) => <QRCode value={text} size={192} bordered={false} color="#000" bgColor="#fff" />

export function SecurityCard() {
  const t = useT()
  return (
    <Card title={t('sec.title')}>
      <Security app="console" draw={draw} />
    </Card>
  )
}

export const Due = () => <SecondFactorDue draw={draw} />
