// One durable step and an end: the least a journey can be.
journey('one-step') {
  trigger    'bench.one'
  entryLimit unlimited

  steps {
    checkpoint 'here'
  }
}
