/** Units, posts, what each may see and do, and the filters of the task list (W2a). */
package org.dudao.organization;
