package dev.sojourn.core.csv

import spock.lang.Specification

class CsvSpec extends Specification {
  def "#text is read as #rows, however it is cut"() {
    expect:
    [1, 2, 3, 1000].every { size ->
      def reader = new CsvReader(1000)
      def read = text.toList().collate(size).collectMany { reader.next(it.join('')) } + reader.end()
      read == rows
    }

    where:
    text                                || rows
    'a,b\nc,d\n'                        || [['a', 'b'], ['c', 'd']]
    'a,b\r\nc,d'                        || [['a', 'b'], ['c', 'd']]
    '"a,1","b\nc"\n'                    || [['a,1', 'b\nc']]
    '"say ""hi""",x\r\n'                || [['say "hi"', 'x']]
    'a,,\n,b\n'                         || [['a', '', ''], ['', 'b']]
    '\n\r\na\n'                         || [['a']]
    'a"b,c\n'                           || [['a"b', 'c']]
    '"",x\n'                            || [['', 'x']]
    '"a"\n"b"'                          || [['a'], ['b']]
    ''                                  || []
  }

  def "a row that does not end is given up"() {
    when:
    new CsvReader(10).next('"' + 'x' * 20)

    then:
    def e = thrown(IllegalArgumentException)
    e.message == 'a row has more than 10 characters'
  }

  def "what is written is read as it was, but for formulas, which become text"() {
    given:
    def cells = ['plain', 'a,b', 'say "hi"', 'two\nlines', '', 'ends\r']

    expect:
    new CsvReader(1000).next(CsvLine.of(cells)) == [cells]
    CsvLine.of([null, '=1+1', '+49', '-x', '@y', '\tz']) == ",'=1+1,'+49,'-x,'@y,'\tz\r\n"
  }
}
