# Оценка качества процедур: на странице заявления и у тех, кто за качество отвечает.
rating-title = Оцените, если хотите
rating-text = Оценка ни на что в вашем заявлении не влияет. Сотрудники видят только средние оценки, пока заявление не закончится.
rating-rate = Оценить: { $procedure }
rating-change = Изменить оценку: { $procedure }
rating-given = Оценка принята: { $procedure }
rating-scale = { $least } — очень плохо, { $most } — отлично. Что к вам не относится, пропустите.
rating-comment = Что было хорошо или плохо
rating-comment-hint = Не пишите здесь имён, телефонов и адресов.
rating-give = Отправить оценку
rating-done = Спасибо, оценка принята.
rating-wrong = { $what } { $mend }
rating-wrong-none = Не поставлено ни одной оценки.
rating-wrong-none-mend = Поставьте хотя бы одну.
rating-wrong-scale = Такой оценки нет на шкале.
rating-wrong-scale-mend = Выберите оценку из предложенных.
rating-wrong-comment = Пояснение слишком длинное.
rating-wrong-comment-mend = Сократите его до 1000 знаков.

desk-ratings-title = Оценки качества
desk-ratings-lead = Как люди оценили процедуры вашего органа с { $since } и как эти процедуры прошли на деле.
desk-ratings-table = Оценки по процедурам
desk-ratings-empty = Оценок пока нет.
desk-ratings-count = Оценок
desk-ratings-means = Средние
desk-ratings-mean = { $title }: { $mean }
desk-ratings-took = Длилась в среднем
desk-ratings-minutes =
    { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
       *[other] { $count } минут
    }
desk-ratings-hours =
    { $count ->
        [one] { $count } час
        [few] { $count } часа
       *[other] { $count } часов
    }
desk-ratings-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
desk-ratings-late = С нарушением срока
desk-ratings-refused = Отказов
desk-ratings-follow = Низкие оценки ждут разбора
desk-ratings-follow-text = Разберитесь, что было не так, и запишите, что сделано.
desk-ratings-follow-one = Разбор низкой оценки
desk-ratings-later = Чьё это заявление и какие оценки поставлены, станет видно, когда оно закончится.
desk-ratings-words = Что было не так и что сделано
desk-ratings-done = Разбор закончен
desk-ratings-read-ground = Разбор низкой оценки по заявлению { $number }
desk-ratings-counts = Сверка с мониторингом качества (ИАС МКГУ)
desk-ratings-day = День
desk-ratings-ours = Передано нами
desk-ratings-theirs = Есть у них
