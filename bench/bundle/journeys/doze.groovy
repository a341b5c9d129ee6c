// A sleep that is long enough to wait in Hatchet, where journeys run on it: how late its end comes.
journey('doze') {
  trigger    'bench.doze'
  entryLimit unlimited

  steps {
    sleepFor 20.seconds
  }
}
