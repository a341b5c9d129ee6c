package dev.sojourn.runtime.app

import java.nio.file.Path

/** The mails in the mailbox of a home. */
class Mails {
  /** The subjects of all mails, or of those to this address, in alphabetical order. */
  static List<String> subjects(Path home, String to = null) {
    (home.resolve('mailbox').toFile().listFiles() ?: [] as File[])
        .findAll { it.name.endsWith('.eml') }
        .collect { it.text }
        .findAll { to == null || header(it, 'To').contains(to) }
        .collect { header(it, 'Subject') }
        .sort()
  }

  /** The mails as their readers' programs read them, but for letters beyond ASCII. */
  static List<String> plain(Path home) {
    (home.resolve('mailbox').toFile().listFiles() ?: [] as File[]).findAll { it.name.endsWith('.eml') }
        .collect { it.text.replaceAll('=\r?\n', '').replace('=3D', '=') }
  }

  private static String header(String mail, String name) {
    def found = mail =~ /(?m)^$name: (.*)$/
    found.find() ? found.group(1).trim() : ''
  }
}
