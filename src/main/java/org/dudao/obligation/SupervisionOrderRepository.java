package org.dudao.obligation;

import org.springframework.data.repository.CrudRepository;

interface SupervisionOrderRepository extends CrudRepository<SupervisionOrder, String> {}
