SELECT {city: city, name: name} AS airport FROM airports WHERE iata = 'ORD'
