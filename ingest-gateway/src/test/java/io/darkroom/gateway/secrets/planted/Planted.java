package io.darkroom.gateway.secrets.planted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Secrets that share a mark, and the search for it in any form. */
final class Planted {

  private static final String MARK = "Zq7Planted";
  private static final int SHOWN = 120;

  /** The mark as it is, and in base64 at each place that it can have in a group of three bytes. */
  private static final List<String> FORMS =
      Stream.concat(
              Stream.of(MARK.toLowerCase(Locale.ROOT)),
              IntStream.range(0, 3).mapToObj(Planted::inBase64))
          .toList();

  private Planted() {}

  static String secret(String name) {
    return MARK + "-" + name;
  }

  /** Leaves out the groups that also depend on the neighbours of the mark. */
  private static String inBase64(int before) {
    byte[] shifted = ("x".repeat(before) + MARK).getBytes(UTF_8);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int start = before == 0 ? 0 : 4;
    return whole.substring(start, shifted.length / 3 * 4);
  }

  /** Describes each place of the content that has a planted secret. */
  static List<String> in(String name, byte[] content) {
    String text = new String(content, ISO_8859_1);
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    for (String form : FORMS) {
      String place = form.equals(FORMS.get(0)) ? lower : text;
      int at = place.indexOf(form);
      while (at >= 0) {
        int end = Math.min(text.length(), at + SHOWN);
        found.add(name + ": …" + text.substring(Math.max(0, at - SHOWN), end) + "…");
        at = place.indexOf(form, end);
      }
    }
    return found;
  }

  static List<String> in(String name, String content) {
    return in(name, content.getBytes(UTF_8));
  }
}
