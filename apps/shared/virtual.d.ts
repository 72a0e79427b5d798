declare module 'virtual:routes' {
  const routes: Record<string, unknown>
  export default routes
}
