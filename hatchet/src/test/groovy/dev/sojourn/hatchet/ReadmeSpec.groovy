package dev.sojourn.hatchet

import spock.lang.Specification

/** What the README shows is part of a program that is compiled. */
class ReadmeSpec extends Specification {

  static final ROOT = new File('hatchet').directory ? new File('hatchet') : new File('.')

  def "the code in the README is that of the example"() {
    given:
    def readme = new File(ROOT, 'README.md').text
    def example = bare(new File(ROOT, 'src/test/java/dev/sojourn/hatchet/Example.java').text)

    when:
    def shown = (readme =~ /(?s)```java\n(.+?)```/).collect { bare(it[1]) }

    then:
    shown.size() == 4
    shown.findAll { !example.contains(it) } == []
  }

  def "the settings in the README are those that are read"() {
    given:
    def readme = new File(ROOT, 'README.md').text
    def code = new File(ROOT, 'src/main/java/dev/sojourn/hatchet/Settings.java').text

    expect:
    (code =~ /"([A-Z][A-Z_]{4,})"/).collect { it[1] }.findAll { it != 'HATCHET_CLIENT_' && !readme.contains("`$it") && !readme.contains("`${it}_FILE`") } == []
  }

  static String bare(String code) {
    code.replaceAll(/\s+/, '')
  }
}
