// Loops with waits: every Monday for a year, and nothing runs in between.
journey('weekly-digest') {
  name       'Digest: every Monday'
  trigger    'digest.subscribed'
  entryLimit unlimited
  exitOn     'digest.unsubscribed'

  steps {
    for (week in 1..52) {
      sleepUntil when.next(monday).at('08:00'), label: 'monday'

      def posts = history.events('post.published', within: 7.days)
      if (posts) {
        def titles = posts.collect { it.properties.title }
        sendEmail 'weekly-digest', props: [count: posts.size(), titles: titles]
      }
    }
  }
}
