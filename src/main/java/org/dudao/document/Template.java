package org.dudao.document;

/**
 * One template and what may stand in it.
 *
 * @param file its name in the folder {@code templates/}, such as {@code supervision-order.docx}
 * @param tags the tags that are filled in; a template with any other is refused
 */
public record Template(String file, Tags tags) {}
