package dev.tocsin.dashboard.badges;

/**
 * A badge as people put it into their own pages.
 *
 * @param label what it is about
 * @param siteUrl the root of the pages, without a slash at the end
 * @param path of the picture
 */
public record BadgeLinks(String label, String siteUrl, String path) {

  public String url() {
    return siteUrl + path;
  }

  public String markdown() {
    return "![" + label.replaceAll("([\\[\\]\\\\])", "\\\\$1") + "](" + url() + ")";
  }

  public String html() {
    return "<img src=\"" + Svg.escaped(url()) + "\" alt=\"" + Svg.escaped(label) + "\">";
  }
}
