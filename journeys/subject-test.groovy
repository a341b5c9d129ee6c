// Tests: two subjects are dealt out evenly, and a tenth of the people is left alone to compare.
journey('subject-test') {
  name       'Offer: which subject works'
  trigger    'season.started'
  entryLimit once
  holdout    percent: 10

  steps {
    // The same contact is always dealt the same arm, in every replay and on every machine.
    def arm = variant('subject', 'plain', 'curious')
    def subject = arm == 'plain' ? 'Our offer for the season' : 'Guess what is back'

    def mail = sendEmail 'season-offer', subject: subject
    checkpoint mail.clicked(within: 3.days) ? "$arm-clicked" : "$arm-ignored"
  }
}
