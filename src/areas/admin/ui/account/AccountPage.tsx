/** One's own account: profile, password, second factor, where one is signed in, how one hears of things. */
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { Page, Section } from '../../../../kernel/ui/page/Page.tsx'
import { Notices } from './Notices.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { Sessions } from './Sessions.tsx'

const AccountPage = () => {
  const { me } = useApp()
  return (
    <Page title="My account" lead={`You sign in as ${me.user.email}.`} width="narrow">
      <Section title="Profile" help="How colleagues and customers see you.">
        <ProfileForm />
      </Section>
      <Section title="Password" help="Changing it signs you out everywhere else.">
        <PasswordForm />
      </Section>
      <Section
        title="Second factor"
        help="Besides the password, a code that only your phone knows. A stolen password is then not enough."
      >
        <SecondFactor />
      </Section>
      <Sessions />
      <Notices />
    </Page>
  )
}
export default AccountPage
