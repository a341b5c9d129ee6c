// A loop without end: every Monday, for as long as they like it, and nothing runs in between.
journey('weekly-digest') {
  name       'Digest: every Monday'
  trigger    'digest.subscribed'
  entryLimit unlimited
  exitOn     'digest.unsubscribed'

  steps {
    sleepUntil when.next(monday).at('08:00'), label: 'monday'

    def issue = (carried.issue ?: 1) as Integer
    def posts = history.events('post.published', within: 7.days)
    if (posts) {
      def titles = posts.collect { it.properties.title }
      sendEmail 'weekly-digest', props: [issue: issue, count: posts.size(), titles: titles]
      issue++
    }

    startOver issue: issue
  }
}
