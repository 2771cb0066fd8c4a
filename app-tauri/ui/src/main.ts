import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'
import './style/print.css'
import { mount } from 'svelte'
import App from './shell/App.svelte'
import { start } from './shell/session.svelte'

void start()
mount(App, { target: document.getElementById('page') as HTMLElement })
