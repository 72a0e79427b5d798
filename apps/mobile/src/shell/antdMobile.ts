// What screens take of antd-mobile that opens over the page. Not on the first screen: its base alone weighs several kB.
import { Dialog, unstableSetRender } from 'antd-mobile'
import { createRoot } from 'react-dom/client'

// antd-mobile 5 opens dialogs with React's old entry unless told otherwise.
unstableSetRender((element, container) => {
  const root = createRoot(container)
  root.render(element)
  return async () => {
    // After the running render, which may be the one that asks to close.
    await new Promise((resolve) => setTimeout(resolve, 0))
    root.unmount()
  }
})

export { Dialog }
