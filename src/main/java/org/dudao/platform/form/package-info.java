/**
 * What a Camunda Form demands of the person who fills it in, the server demands too: the browser's checks protect
 * nothing. {@link org.dudao.platform.form.FormValidationPlugin} puts this into the engine.
 */
@NamedInterface("form")
package org.dudao.platform.form;

import org.springframework.modulith.NamedInterface;
