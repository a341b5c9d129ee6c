
journey('rounds') {
  trigger    'begin'
  entryLimit unlimited

  steps {
    def week = (carried.week ?: 1) as Integer
    def seen = (carried.seen ?: []) as List
    def came = waitForAny 'item.viewed', 'order.placed', timeout: 7.days, where: { n >= 0 }
    setContact weeks: week
    log "${week} ${came.event} ${carried.at} ${seen}"
    if (week < 3) {
      startOver week: week + 1, at: now(), gap: 2.hours, seen: seen + [came.properties.n]
    }
    sendEmail 'tips', props: [seen: seen]
  }
}
