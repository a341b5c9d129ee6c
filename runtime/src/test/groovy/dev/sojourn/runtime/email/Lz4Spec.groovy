package dev.sojourn.runtime.email

import java.nio.charset.StandardCharsets
import spock.lang.Specification

class Lz4Spec extends Specification {
  def "a block that the reference implementation wrote is read"() {
    expect: 'blocks of lz4 1.9.4'
    new String(Lz4.plain(HexFormat.of().parseHex(block), text.length()), StandardCharsets.UTF_8) == text

    where:
    text                                                  | block
    'abcd' * 5                                            | '476162636404005064616263' + '64'
    'Dear reader, ' * 30 + 'x' * 300 + 'the end of it'    | 'df44656172207265616465722c200d00ff671f780100ff19d074686520656e64206f66206974'
  }

  def "#length bytes with #letters letters come out as they went in, in #most at most"() {
    given:
    def random = new Random(length * 31L + letters)
    def plain = new byte[length]
    length.times { plain[it] = random.nextInt(letters) as byte }

    when:
    def block = Lz4.packed(plain)

    then:
    Lz4.plain(block, length) == plain
    block.length <= most

    where:
    [length, letters] << [[*(0..40), 254, 255, 256, 300, 4_000, 70_000, 200_000], [1, 2, 7, 256]].combinations()
    most = letters == 1 ? length / 200 + 30 : length + length / 255 + 16
  }

  def "a text that comes again beyond sixty-four kilobytes is written again"() {
    given:
    def random = new byte[80_000]
    new Random(1).nextBytes(random)
    def plain = (random as List) + (random as List) as byte[]

    expect:
    Lz4.plain(Lz4.packed(plain), plain.length) == plain
  }

  def "a broken block is not guessed at"() {
    when:
    Lz4.plain(HexFormat.of().parseHex(block), size)

    then:
    thrown(IllegalStateException)

    where:
    block                        | size
    ''                           | 1
    '476162636404005064616263'   | 20
    '47616263640400506461626364' | 19
    '47616263640400506461626364' | 21
    '47616263640000506461626364' | 20
    '476162636400ff506461626364' | 20
    'ff'                         | 20
    'f0ff'                       | 20
  }
}
