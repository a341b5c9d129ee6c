// A question and a mail in every month of a year: how fast the kit plays.
journey('year') {
  trigger    'bench.year'
  entryLimit once

  steps {
    for (month in 1..12) {
      sleepUntil when.in(1.month).at('09:00')
      if (!history.hasEvent('bench.never', within: 30.days)) {
        sendEmail 'bench'
      }
    }
  }
}
