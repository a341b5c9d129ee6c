// Three durable steps and no mail: the engine from start to end.
journey('three-steps') {
  trigger    'bench.three'
  entryLimit unlimited

  steps {
    def code = once('code') { 'CODE-' + 42 }
    checkpoint "got-$code"
    waitForEvent 'bench.never', timeout: 0.seconds
  }
}
