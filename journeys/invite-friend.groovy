// Effects and failures: a value made once, a point people see, a mail that may fail.
journey('invite-friend') {
  name       'Invite: bring a friend'
  trigger    'friend.invited'
  entryLimit unlimited

  steps {
    // The closure runs once. Should it have to run again, it is handed the same key:
    // an outside service that is called with it makes one voucher, not two.
    def code = once('voucher') { key -> 'FRIEND-' + Integer.toHexString(key.hashCode()) }

    try {
      sendEmail 'invitation', to: "${event.friend}", props: [code: code]
      checkpoint 'invited'
    } catch (StepFailed e) {
      log "the invitation failed: ${e.message}"
      sendEmail 'invitation-failed', props: [friend: event.friend]
    }
  }
}
