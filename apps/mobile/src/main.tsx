// Starts the phone app: theme, language, session, then the screens of routes.tsx; what waits is sent after the first paint.
import '#shared/tokens.css'
import '#shared/ui.css'
import './shell.css'
import './screens.css'
import { createRoot } from 'react-dom/client'
import { coreMessages } from '#core/core.messages.ts'
import { addMessages, startLanguage } from '#shared/i18n.ts'
import { startSession } from '#shared/session.ts'
import { httpSession } from '#shared/sessionHttp.ts'
import { sharedShellMessages } from '#shared/shell.messages.ts'
import { startTheme } from '#shared/theme.ts'
import { uiMessages } from '#shared/ui/ui.messages.ts'
import { App } from './App.tsx'
import { startLive } from './live.ts'
import { startKeptAnswers } from './offline/keptAnswers.ts'
import { keptSession } from './offline/keptSession.ts'
import { startPhone } from './offline/phone.ts'
import { startOutbox } from './offline/startOutbox.ts'
import { startUpdates } from './offline/updates.ts'
import { queryClient } from './queryClient.ts'
import { mobileMessages } from './shell.messages.ts'

startTheme()
startLanguage()
addMessages(coreMessages, uiMessages, sharedShellMessages, mobileMessages)
createRoot(document.getElementById('app') as HTMLElement).render(<App />)
// A refusal may come with the first act: the rooms' sentences are there before the first screen.
const sentences = import('./roomMessages.ts').then((rooms) => rooms.addRoomMessages())
startPhone()
const kept = keptSession(httpSession, localStorage)
void startSession({ ...kept, load: () => Promise.all([kept.load(), sentences]).then(([me]) => me) })
startLive(queryClient)
startOutbox()
startKeptAnswers()
startUpdates()
