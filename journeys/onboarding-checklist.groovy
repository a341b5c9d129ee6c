// The first of several events: whatever is done next comes off the list.
journey('onboarding-checklist') {
  name       'Onboarding: checklist'
  trigger    'workspace.created'
  entryLimit once

  steps {
    def left = ['profile.completed', 'teammate.invited', 'project.created']

    while (left) {
      def done = waitForAny(*left, timeout: 3.days, label: 'next-item')
      if (done.timedOut) {
        sendEmail 'checklist-reminder', props: [left: left.size()]
        exit 'stuck'
      }
      left -= done.event
    }

    sendEmail 'checklist-done'
  }
}
