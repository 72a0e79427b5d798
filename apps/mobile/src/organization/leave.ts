import { addMessages, type useT } from '#shared/i18n.ts'
import { currentMe, signOut } from '#shared/session.ts'
import { theOutbox } from '../offline/outbox.ts'
import { wipeStore } from '../offline/wipe.ts'
import { Dialog } from '../shell/antdMobile.ts'
import { meMessages } from './me.messages.ts'

addMessages(meMessages)

/** Signing out wipes what is kept on this phone; what was not sent is named first. */
export async function leave(t: ReturnType<typeof useT>): Promise<void> {
  const acts = await theOutbox().list()
  if (acts.length > 0) {
    const sure = await Dialog.confirm({
      content: t('phone.leave.ask', {
        n: acts.length,
        what: acts
          .slice(0, 3)
          .map((act) => act.label)
          .join('、'),
      }),
      confirmText: t('phone.lose'),
      cancelText: t('phone.keep'),
    })
    if (!sure) return
  }
  const tenantId = currentMe()?.tenant.id
  await signOut()
  await wipeStore(tenantId)
}
