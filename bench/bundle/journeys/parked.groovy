// Enrols on 'bench.entered' and sleeps: what an enrolment costs while nothing happens.
journey('parked') {
  trigger    'bench.entered'
  entryLimit unlimited

  steps {
    sleepFor 30.days
  }
}
