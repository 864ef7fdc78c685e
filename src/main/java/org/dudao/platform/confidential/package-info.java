/** Processes whose participants the engine must not tell to those who may read all processes. */
@org.springframework.modulith.NamedInterface("confidential")
package org.dudao.platform.confidential;
