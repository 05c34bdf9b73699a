package dev.tocsin.dashboard.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates in {@code src/main/jte}, compiled with the module. */
public final class Views {

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /**
   * Renders a template.
   *
   * @param name its path, for example {@code pages/checks.jte}
   * @param parameters by the names in its {@code @param} lines
   */
  public String render(String name, Map<String, Object> parameters) {
    StringOutput out = new StringOutput(16 * 1024);
    engine.render(name, parameters, new StandingApart(out));
    return out.toString();
  }
}
