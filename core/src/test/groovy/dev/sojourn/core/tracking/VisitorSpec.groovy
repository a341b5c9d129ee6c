package dev.sojourn.core.tracking

import static dev.sojourn.core.tracking.Visitor.APPLE
import static dev.sojourn.core.tracking.Visitor.GMAIL
import static dev.sojourn.core.tracking.Visitor.MACHINE
import static dev.sojourn.core.tracking.Visitor.PERSON
import static dev.sojourn.core.tracking.Visitor.YAHOO

import java.time.Duration
import spock.lang.Specification

class VisitorSpec extends Specification {
  static final CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

  def "who says '#agent' is #click when it follows a link, and #open when it loads the pixel"() {
    given:
    def visit = new Visit(agent, '', Duration.ofHours(1), false)

    expect:
    Visitor.ofClick(visit) == click
    Visitor.ofOpen(visit) == open

    where:
    agent                                                                                              || click   | open
    CHROME                                                                                             || PERSON  | PERSON
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'       || PERSON  | PERSON
    'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36' || PERSON  | PERSON
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)'                       || PERSON  | PERSON
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0'                       || PERSON  | PERSON
    'Mozilla/5.0'                                                                                      || MACHINE | APPLE
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'        || MACHINE | GMAIL
    'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'                         || MACHINE | YAHOO
    null                                                                                               || MACHINE | MACHINE
    ''                                                                                                 || MACHINE | MACHINE
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'                         || MACHINE | MACHINE
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103 Safari/537.36 BingPreview/1.0b'     || MACHINE | MACHINE
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'                                       || MACHINE | MACHINE
    'facebookexternalhit/1.1'                                                                          || MACHINE | MACHINE
    'WhatsApp/2.23.20.0'                                                                               || MACHINE | MACHINE
    'TelegramBot (like TwitterBot)'                                                                    || MACHINE | MACHINE
    'curl/8.5.0'                                                                                       || MACHINE | MACHINE
    'python-requests/2.31.0'                                                                           || MACHINE | MACHINE
    'Go-http-client/1.1'                                                                               || MACHINE | MACHINE
    'Java/17.0.9'                                                                                      || MACHINE | MACHINE
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0.0.0 Safari/537.36'        || MACHINE | MACHINE
    'Barracuda Sentinel (EE)'                                                                          || MACHINE | MACHINE
  }

  def "who says it comes for '#purpose' is #visitor"() {
    given:
    def visit = new Visit(CHROME, purpose, Duration.ofHours(1), false)

    expect:
    Visitor.ofClick(visit) == visitor
    Visitor.ofOpen(visit) == visitor

    where:
    purpose                          || visitor
    ''                               || PERSON
    'prefetch'                       || MACHINE
    'prefetch;prerender'             || MACHINE
    'prefetch;anonymous-client-ip'   || MACHINE
    'Preview'                        || MACHINE
  }

  def "who comes #since after the mail went out is #visitor"() {
    given:
    def visit = new Visit(CHROME, '', since, false)

    expect:
    Visitor.ofClick(visit) == visitor
    Visitor.ofOpen(visit) == visitor

    where:
    since                   || visitor
    Duration.ofMillis(-300) || MACHINE
    Duration.ofMillis(1999) || MACHINE
    Duration.ofSeconds(2)   || PERSON
    Duration.ofDays(300)    || PERSON
    null                    || PERSON
  }

  def "who follows two links at once is a machine, whatever it says it is"() {
    expect:
    Visitor.ofClick(new Visit(CHROME, '', Duration.ofHours(1), true)) == MACHINE
  }

  def "a mailbox' proxy is known however soon it comes"() {
    expect:
    Visitor.ofOpen(new Visit('Mozilla/5.0', '', Duration.ZERO, false)) == APPLE
    [PERSON, GMAIL, YAHOO, APPLE, MACHINE]*.proxy == [false, true, true, true, false]
  }
}
