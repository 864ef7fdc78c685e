/**
 * Where the application keeps its data: its own PostgreSQL for trying it out, or the server that the operator names.
 *
 * <p>The rest of the application sees an ordinary {@code DataSource}. Whoever must behave differently on the sample
 * database asks {@link org.dudao.platform.database.DatabaseMode} or
 * {@link org.dudao.platform.database.ConditionalOnEmbeddedDatabase}.
 */
@org.springframework.modulith.NamedInterface("database")
package org.dudao.platform.database;
