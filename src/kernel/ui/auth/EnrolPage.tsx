/** Where the workspace asks for a second factor and one has none: nothing else before it is set up. */
import { useClient, useSessionActions } from '../app/session.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { SecondFactorSetup } from './SecondFactorSetup.tsx'

const EnrolPage = () => {
  const api = useClient()
  const { again, signOut } = useSessionActions(api)
  return (
    <AuthFrame
      title="Set up a second factor"
      lead="Your workspace asks for one: besides the password, a code that only your phone knows."
      foot={
        <button type="button" className={classes.textLink} onClick={() => void signOut()}>
          Sign out
        </button>
      }
    >
      <SecondFactorSetup onDone={() => void again()} />
    </AuthFrame>
  )
}
export default EnrolPage
