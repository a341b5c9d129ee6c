package dev.sojourn.runtime.database

import java.time.Instant
import spock.lang.Specification

class PublicIdsSpec extends Specification {
  def faces = new PublicIds('one key')

  def "an id and its face are the same thing"() {
    expect:
    faces.id(faces.face(id)) == OptionalLong.of(id)
    faces.id(faces.face(id).toUpperCase()) == OptionalLong.of(id)

    where:
    id << [0L, 1L, 4095L, 4096L, (1L << 22) - 1, Ids.lastOf(Instant.parse('2026-03-04T05:06:07.089Z')), Long.MAX_VALUE]
  }

  def "seeded ids go there and back (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    (1..5_000).every {
      long id = random.nextLong() >>> 1
      faces.id(faces.face(id)).asLong == id
    }

    where:
    seed << [1L, 20260304L]
  }

  def "a face is a UUID of version 7 whose time is the id's"() {
    given:
    long id = Ids.lastOf(Instant.parse('2026-03-04T05:06:07.089Z'))

    when:
    def uuid = UUID.fromString(faces.face(id))

    then:
    uuid.version() == 7
    uuid.variant() == 2
    (uuid.mostSignificantBits >>> 16) == Ids.instantOf(id).toEpochMilli()
  }

  def "a face with any digit changed is refused"() {
    given:
    def face = faces.face(123_456_789_012_345L)

    expect:
    (0..<face.length()).findAll { face[it] != '-' }.every { at ->
      ('0'..'9').plus('a'..'f').findAll { it != face[at] }.every { digit ->
        faces.id(face.substring(0, at) + digit + face.substring(at + 1)).empty
      }
    }
  }

  def "a face of another installation is refused"() {
    expect:
    faces.id(new PublicIds('another key').face(42)).empty
  }

  def "'#text' is no face"() {
    expect:
    faces.id(text).empty

    where:
    text << ['', '1-1-1-1-1', 'not-an-id', '00000000-0000-0000-0000-000000000000', 'x' * 36, '-' * 36]
  }
}
