/** What other areas may ask of administration. */
export { createLink, openLink, revokeLinks } from './links.ts'
export { queueMail } from './mail.ts'
export { notify } from './notify.ts'
export { demoPassword } from './demoPeople.ts'
export { setUpWorkspace } from './setup.ts'
