
journey('start') {
  trigger    'begin'
  entryLimit unlimited

  steps {
    def tour = startJourney 'tour', properties: [plan: event.plan]
    log "${tour.entered} ${tour.status}"
    def end = tour.ended(within: 5.days)
    log "${end.timedOut} ${end.status}"
    def again = startJourney 'tour', label: 'once more'
    exit again.ended(within: 1.day, label: 'end once more').status
  }
}
