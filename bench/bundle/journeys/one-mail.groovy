// One mail and nothing else.
journey('one-mail') {
  trigger    'bench.mail'
  entryLimit unlimited

  steps {
    sendEmail 'bench'
  }
}
