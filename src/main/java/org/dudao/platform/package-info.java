/** Engine, database, forms and HTTP edge: everything that is the same for every town and every process. */
@org.springframework.modulith.ApplicationModule(displayName = "platform")
package org.dudao.platform;
