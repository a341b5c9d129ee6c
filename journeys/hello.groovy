// The first one to try: a mail at once, a short sleep, another mail.
journey('hello') {
  name       'First contact: hello'
  trigger    'user.signed_up'
  entryLimit unlimited

  steps {
    sendEmail 'hello'

    // Nothing runs meanwhile, so nothing can be lost: kill the service here, start it again.
    sleepFor 30.seconds
    sendEmail 'hello-again'
  }
}
