// One sleep and an end: how late a due run is taken up.
journey('nap') {
  trigger    'bench.nap'
  entryLimit unlimited

  steps {
    sleepFor 1.second
  }
}
