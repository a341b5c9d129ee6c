// Three mails around a sleep and a wait, all with one word that is drawn once: what a killed process must not lose,
// repeat or draw anew.
journey('cycled') {
  trigger    'bench.cycled'
  entryLimit once

  steps {
    def word = once('word') { UUID.randomUUID().toString() }
    sendEmail 'bench', subject: "1 $word"

    sleepFor 2.seconds
    sendEmail 'bench', subject: "2 $word", label: 'second'

    waitForEvent 'bench.answered', timeout: 1.day
    sendEmail 'bench', subject: "3 $word", label: 'third'
  }
}
