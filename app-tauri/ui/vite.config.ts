import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { deskCalls } from './desk-calls.ts'

// The page carries its own policy, so both carriers are held to it; the development server needs inline styles.
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data: blob:",
  "connect-src 'self' ipc: http://ipc.localhost", "base-uri 'none'", "form-action 'none'",
].join('; ')

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
}

// --mode fixture: the invented backend, for pictures and component work; it is in no build.
// --mode cycles: a build that writes nothing and fails on a circular import.
export default defineConfig(({ mode, command }) => {
  if (mode === 'fixture' && command === 'build') throw new Error('the fixture backend is never built')
  const fixture = fileURLToPath(new URL('./src/backend/fixture/backend.ts', import.meta.url))
  return {
    plugins: [svelte(), contentSecurityPolicy],
    resolve: { alias: mode === 'fixture' ? [{ find: /^.*\/backend\/backend$/, replacement: fixture }] : [] },
    define: { __DESK_CALLS__: mode === 'fixture' ? 'null' : JSON.stringify(deskCalls()) },
    server: { host: '127.0.0.1', strictPort: false },
    build: {
      target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false,
      write: mode !== 'cycles', reportCompressedSize: false,
      rolldownOptions: {
        checks: { circularDependency: true },
        onLog(level, log, handler) {
          if (log.code === 'CIRCULAR_DEPENDENCY' && !log.message.includes('node_modules')) throw new Error(log.message)
          handler(level, log)
        },
      },
    },
  }
})
