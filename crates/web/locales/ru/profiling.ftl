# Анкета перед заявлением: вопросы, что изменит ответ, что получается.
profiling-link = Узнать условия для себя
profiling-title = Что нужно именно вам
profiling-lead = Ответьте на несколько вопросов: спросим только то, от чего зависит итог. Заявление при этом не подаётся.
profiling-number = Вопрос { $number }
profiling-leads = Что изменится от ответа
profiling-skip = Не знаю
profiling-missing = Ответа нет.
profiling-missing-mend = Выберите или впишите ответ. Если не знаете, нажмите «Не знаю».
profiling-answered = Вы ответили
profiling-change = Изменить
profiling-answer = Ответить
profiling-unsure = Не знаю
profiling-known =
    { $count ->
        [one] Уже известно и не спрашиваем: { $count } сведение
        [few] Уже известно и не спрашиваем: { $count } сведения
       *[many] Уже известно и не спрашиваем: { $count } сведений
    }
profiling-kept = Ответы хранятся только на этой странице. Если закрыть её, они исчезнут.
profiling-none = Ни один вариант услуги не подходит
profiling-open = Подойдёт один из вариантов
profiling-possible = Какой именно, зависит от сведений, которых пока нет:
profiling-clear = По вашим ответам причин для отказа не видно.
profiling-paper-maybe = Может понадобиться.
profiling-term-open = Срок зависит от варианта
profiling-term-maybe = Может измениться от того, что пока неизвестно.
profiling-unknown = пока неизвестно
profiling-no-grounds = По вашим ответам причин для отказа нет.
profiling-open-grounds = Ещё не исключено:
profiling-further = Проверить, не откажут ли
profiling-because = Почему так
profiling-you-said = вы ответили
profiling-said = { $source }, { $moment }
profiling-otherwise = А если ответить иначе
profiling-apply = Подать заявление с этими ответами
profiling-apply-lead = Понадобится вход через Госуслуги. Ответы перенесём в заявление, повторять их не придётся.
profiling-lead-either = Останется выбор: { $which }
profiling-lead-more = Понадобится ещё вопрос, чтобы определить вариант
profiling-lead-fee = Стоимость уточнится дальше
profiling-lead-intake = Примут ли заявление, уточнится дальше
profiling-lead-decision = Решение уточнится дальше
profiling-fee = К оплате: { $amount }
profiling-accept = Заявление примут
profiling-return = Заявление вернут
profiling-forward = Заявление передадут в другой орган
profiling-refuse-intake = Заявление не примут
profiling-grant = Услугу предоставят
profiling-refuse = В услуге откажут
profiling-person = Решит сотрудник
start-carried =
    { $count ->
        [one] Перенесём в заявление { $count } ваш ответ из анкеты.
        [few] Перенесём в заявление { $count } ваших ответа из анкеты.
       *[many] Перенесём в заявление { $count } ваших ответов из анкеты.
    }
