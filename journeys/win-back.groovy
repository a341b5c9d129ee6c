// Windows: every mail comes when the contact's own clock says that it may.
journey('win-back') {
  name        'Win-back: come and see'
  trigger     'contact.lapsed'
  entryLimit  oncePer(180.days)
  exitOn      'app.opened'
  sendBetween '09:00', '20:00'

  steps {
    // Asked for at night, it is held until nine in the contact's zone.
    sendEmail 'win-back'

    // On the second Saturday after it, when there is time to look.
    sleepUntil((when.next(saturday) + 1.week).at('10:30'))
    sendEmail 'win-back-offer'
  }
}
