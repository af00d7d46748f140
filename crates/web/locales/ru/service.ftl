# Страница услуги: условия, плата, участники, места, запись, что дальше.
condition-is = { $label } — { $value }
condition-or = { " или " }
condition-depends = по ответам «{ $labels }»
condition-facts = по сведениям заявления
when = Когда: { $when }.
since = С { $date }.
term-between = От { $least } до { $most }
variants-choose =
    { $count ->
        [one] Ваш случай — { $count } вариант услуги
        [few] Ваш случай — { $count } варианта услуги
       *[many] Ваш случай — { $count } вариантов услуги
    }
variants-show = Показать

fee-duty = Государственная пошлина.
fee-payment = Плата по расчёту.
fee-co-payment = Часть стоимости по договору.
fee-due-filing = Платят до подачи заявления.
fee-due-decision = Платят до решения.
fee-due-result = Платят до получения результата.
fee-refundable = Если услугу не предоставят, деньги вернут.
fee-not-refundable = Если услугу не предоставят, деньги не возвращаются.
fee-line = { $title }: { $amount }
fee-reckoned = рассчитаем по вашим ответам
fee-times = За каждую единицу.
fee-exempt = { $title }: бесплатно
fee-less = { $title }: меньше на { $percent } %
fee-exemptions = Кто платит меньше
fee-up-to = от 0 ₽ до { $most }
fee-between = от { $least } до { $most }
fee-from = от { $least }
paper-when = Нужно, когда: { $when }.
paper-optional = Можно не прикладывать.
paper-held = Можем получить сами: { $source }.
paper-replaced = Не понадобится, если узнаем: «{ $labels }».
paper-original = Понадобится бумажный оригинал.

gain-document = Документ с электронной подписью.
gain-entry = Запись в реестре.
gain-information = Сведения.
gain-object = Предмет: { $what }.
service-grounds-suspend = Когда срок приостановят
service-grounds-prolong = Когда срок продлят
service-grounds-return = Когда заявление вернут без рассмотрения
service-grounds-forward = Когда заявление передадут в другой орган
ground-limit = Не дольше, чем на { $term }.
ground-prolong = Весь срок тогда — { $term }.
ground-within = Об этом сообщат за { $term }.
ground-to = Куда передадут: { $to }.

service-people = Кто ещё участвует
party-applicant = Подаёт заявление.
party-joint = Подаёт заявление вместе с вами: у каждого своя часть и своя подпись.
party-consent = Даёт согласие.
party-representative = Действует за заявителя.
party-beneficiary = Для этого человека оказывается услуга.
party-agrees = С чем соглашается: { $consent }
party-within = Срок для ответа: { $term }.
party-signs-simple = Подписывает входом через Госуслуги.
party-signs-qualified = Нужна усиленная квалифицированная подпись.

service-scarce = Чего может не хватить
order-arrival = Очередь — по времени подачи заявления.
order-ranking = Очередь — по преимуществам, а при равных — по времени подачи.
order-lottery = Распределяют жребием; протокол может пересчитать каждый.
order-ranks = Раньше других: { $ranks }.
window-both = Приём заявлений с { $from } по { $until }.
window-from = Приём заявлений с { $from }.
window-until = Приём заявлений по { $until }.
share = { $title }: { $percent } % от общего числа.
resource-hold = Пока вы заполняете заявление, выбранное держится за вами { $term }.
resource-offer = Предложенное нужно принять за { $term }.
limit = { $say } { $mend }

service-visits = Запись на приём
visit-minutes =
    { $minutes ->
        [one] Приём длится { $minutes } минуту.
        [few] Приём длится { $minutes } минуты.
       *[many] Приём длится { $minutes } минут.
    }
visit-earliest = Не раньше, чем через { $term } после подачи.
visit-latest = Не позже, чем через { $term } после подачи.

service-after = Что потом
after-within = Срок: { $term }.
after-every = Повторяется каждый период: { $term }.
after-blocks = Пока этого не сделать, снова обратиться нельзя: { $term }.
service-related = Рядом с этой услугой
related-before = Обычно нужна раньше
related-after = Пригодится потом
related-instead = Можно вместо этой
related-beside = Часто нужна вместе
